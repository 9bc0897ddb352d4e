trigger TaskChange on TaskChangeEvent (after insert) {
    List<EventBus.ChangeEventHeader> headers = new List<EventBus.ChangeEventHeader>();
    for (TaskChangeEvent change : Trigger.new) {
        headers.add(change.ChangeEventHeader);
    }
    ChangeHandler.handle('Task', headers);
}
