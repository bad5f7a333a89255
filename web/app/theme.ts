import { createTheme, defaultVariantColorsResolver, type MantineColorsTuple, type VariantColorsResolver } from '@mantine/core';

/*
 * One accent on warm neutrals. The tokens that our own style sheets use stand in `theme.css`; the tuples here carry the same colours
 * into the components. Every pair of text and ground meets AA in both schemes.
 */

const accent: MantineColorsTuple = [
  '#eef1fc',
  '#dfe5f9',
  '#bfcbf3',
  '#9caeec',
  '#7a91e3',
  '#5a75d9',
  '#3557c4',
  '#2c49a8',
  '#243c8b',
  '#1c2f6d',
];

const gray: MantineColorsTuple = [
  '#f9f8f4',
  '#f3f1eb',
  '#eae7de',
  '#ddd9ce',
  '#c9c4b6',
  '#aca696',
  '#6b665b',
  '#565147',
  '#3b382f',
  '#23211c',
];

const dark: MantineColorsTuple = [
  '#ebe7de',
  '#c9c3b7',
  '#aaa396',
  '#8d8679',
  '#4a463e',
  '#37342e',
  '#282621',
  '#1a1917',
  '#141311',
  '#0f0e0d',
];

/** The quiet kinds of button in our own tokens: the library's would be near black in the dark scheme. */
const quietVariants: VariantColorsResolver = (input) => {
  const given = defaultVariantColorsResolver(input);
  const isNeutral = input.color === 'gray';
  const color = isNeutral ? 'var(--ink)' : 'var(--accent)';
  const hover = isNeutral ? 'var(--hover)' : 'var(--accent-soft)';
  switch (input.variant) {
    case 'light':
      return { ...given, background: 'var(--accent-soft)', hover: 'var(--accent-soft-hover)', color, border: 'none' };
    case 'subtle':
      return { ...given, background: 'transparent', hover, color, border: 'none' };
    default:
      return given;
  }
};

/** The look of every component: one accent, warm neutrals, radius 8, two type sizes, a spacing scale of 4. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  colors: { accent, gray, dark },
  white: '#ffffff',
  black: '#23211c',
  variantColorResolver: quietVariants,
  defaultRadius: 8,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '14px', xl: '18px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
});
