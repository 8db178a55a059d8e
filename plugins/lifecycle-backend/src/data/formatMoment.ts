const MOMENT = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** A time in a sentence for people: `21 Nov 2026, 10:40 UTC`. Where and when they read it is not known here. */
export function formatMoment(time: Date): string {
  return `${MOMENT.format(time)} UTC`;
}
