export const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];

/** 1 for January, from a full name or an abbreviation in any spelling; undefined for anything else. */
export function monthNamed(text: string): number | undefined {
  const name = text.toLowerCase().replace(/\.$/, '');
  const index = MONTHS.findIndex((month) => month === name || month.slice(0, 3) === name);
  if (index !== -1) return index + 1;
  return name === 'sept' ? 9 : undefined;
}

const HOURS: Record<string, number> = {
  utc: 0, gmt: 0, ut: 0, wet: 0, west: 1, cet: 1, cest: 2, met: 1, mest: 2, bst: 1, ist: 2, eet: 2, eest: 3, msk: 3,
  est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7, akst: -9, akdt: -8, hst: -10,
  jst: 9, kst: 9, aest: 10, aedt: 11, acst: 9.5, awst: 8, nzst: 12, nzdt: 13, sast: 2,
};

/** Hours ahead of UTC that an abbreviation in a text stands for; single letters are those of the military. */
export function hoursOfAbbreviation(text: string): number | undefined {
  const name = text.toLowerCase();
  if (name.length !== 1) return HOURS[name];
  if (name === 'z') return 0;
  const ahead = 'abcdefghiklm'.indexOf(name);
  if (ahead !== -1) return ahead + 1;
  const behind = 'nopqrstuvwxy'.indexOf(name);
  return behind === -1 ? undefined : -(behind + 1);
}
