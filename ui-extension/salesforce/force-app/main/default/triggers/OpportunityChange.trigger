trigger OpportunityChange on OpportunityChangeEvent (after insert) {
    List<EventBus.ChangeEventHeader> headers = new List<EventBus.ChangeEventHeader>();
    for (OpportunityChangeEvent change : Trigger.new) {
        headers.add(change.ChangeEventHeader);
    }
    ChangeHandler.handle('Opportunity', headers);
}
