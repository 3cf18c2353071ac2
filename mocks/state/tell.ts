/** Tell a listener, whose failure must not make an answer fail. Returns whether it can be told again. */
export function tell<Event>(listener: (event: Event) => void, event: Event, what: string): boolean {
  try {
    listener(event);
    return true;
  } catch (error) {
    console.error(`Failed to tell a listener of ${what}: it threw, and is told no more.`, error);
    return false;
  }
}
