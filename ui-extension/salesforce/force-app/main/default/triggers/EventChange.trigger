trigger EventChange on EventChangeEvent (after insert) {
    List<EventBus.ChangeEventHeader> headers = new List<EventBus.ChangeEventHeader>();
    for (EventChangeEvent change : Trigger.new) {
        headers.add(change.ChangeEventHeader);
    }
    ChangeHandler.handle('Event', headers);
}
