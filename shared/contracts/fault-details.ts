/**
 * Stands where the detail of an unreadable record else says what of it could not be read: nothing of it came, because
 * the CRM failed to answer for it. So there is nothing to mend, and no change tells when it can be read again.
 */
export const NOT_ANSWERED = "not_answered";
