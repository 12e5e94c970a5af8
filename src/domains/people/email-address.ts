/** What makes an address the same address, in any case. */
export const emailKeyOf = (email: string): string => email.trim().normalize('NFKC').toLowerCase();
