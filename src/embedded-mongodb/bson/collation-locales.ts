/** The locales that MongoDB knows, as ICU writes them. */
export const LOCALES: ReadonlySet<string> = new Set((
  'af am ar as az be bg bn bo bs bs_Cyrl ca chr cs cy da de de_AT dsb dz ee el en en_US en_US_POSIX eo es et fa fa_AF fi fil fo fr fr_CA ga gl gu '
  + 'ha haw he hi hr hsb hu hy id ig is it ja ka kk kl km kn ko kok ky lb lkt ln lo lt lv mk ml mn mr ms mt my nb ne nl nn om or pa pl ps pt ro ru '
  + 'se si sk sl smn sq sr sr_Latn sv sw ta te th to tr ug uk ur vi wae yi yo zh zh_Hant zu'
).split(' '));

/** What differs from the usual defaults. */
export const LOCALE_DEFAULTS: Readonly<Record<string, { caseFirst?: 'upper'; alternate?: 'shifted'; normalization?: true; backwards?: true }>> = {
  am: { normalization: true }, ar: {}, as: { normalization: true }, bn: { normalization: true }, bo: { normalization: true }, chr: { normalization: true },
  da: { caseFirst: 'upper' }, fa: { normalization: true }, fa_AF: { normalization: true }, fr_CA: { backwards: true }, gu: { normalization: true },
  ha: { normalization: true }, he: { normalization: true }, hi: { normalization: true }, ig: { normalization: true }, km: { normalization: true },
  kn: { normalization: true }, kok: { normalization: true }, lo: { normalization: true }, ml: { normalization: true }, mr: { normalization: true },
  mt: { caseFirst: 'upper' }, my: { normalization: true }, ne: { normalization: true }, or: { normalization: true }, pa: { normalization: true },
  se: { normalization: true }, si: { normalization: true }, ta: { normalization: true }, te: { normalization: true },
  th: { alternate: 'shifted', normalization: true }, ur: { normalization: true }, vi: { normalization: true }, yi: { normalization: true }, yo: { normalization: true },
};

/** Variants that ECMA-402 knows by a shorter name. */
export const VARIANTS: Readonly<Record<string, string>> = { phonebook: 'phonebk', traditional: 'trad', gb2312han: 'gb2312', dictionary: 'dict' };
