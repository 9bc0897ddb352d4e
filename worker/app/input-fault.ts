/** Where something that was sent is wrong, and how. */
export interface InputFault {
  /** Such as `quotas.3.period.from`. */
  readonly path: string;
  /** Ends a sentence that begins with the path; never repeats what was sent. */
  readonly message: string;
}
