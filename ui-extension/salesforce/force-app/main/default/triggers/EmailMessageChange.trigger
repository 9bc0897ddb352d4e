trigger EmailMessageChange on EmailMessageChangeEvent (after insert) {
    List<EventBus.ChangeEventHeader> headers = new List<EventBus.ChangeEventHeader>();
    for (EmailMessageChangeEvent change : Trigger.new) {
        headers.add(change.ChangeEventHeader);
    }
    ChangeHandler.handle('EmailMessage', headers);
}
