import { isEmail } from 'class-validator';

/** One form for what looks the same and is written differently, such as in letters of full width. What is stored and mailed has it. */
export const emailAddressOf = (text: string): string => text.trim().normalize('NFKC');

/** Whether it is one address in that form: there are letters that turn into an @ or a comma. */
export const isEmailAddress = (text: string): boolean => isEmail(emailAddressOf(text));

/** What makes an address the same address, in any case. */
export const emailKeyOf = (text: string): string => emailAddressOf(text).toLowerCase();
