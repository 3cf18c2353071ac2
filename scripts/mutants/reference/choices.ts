/** What the documentation leaves open, and each implementation decides for itself. */

/** Decisions the documentation leaves to whoever implements it. */
export interface Choices {
  /** Whether leaving StreamName out and sending `*` name the same configuration. */
  readonly absentStreamMeansAll: boolean;
  readonly emptyMeansAbsent: boolean;
  /** Whether StartTime and EndTime are ignored where they cannot take effect. */
  readonly timesNeedStream: boolean;
  /** The page demands one of the two format lists and names no code for having neither. */
  readonly neitherFormatList: 'refused' | 'accepted';
}
