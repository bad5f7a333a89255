/** The likeliest last: a browser's line names those that it is compatible with, too. */
const browsers = [
  [/Safari\//, 'Safari'],
  [/Chrome\//, 'Chrome'],
  [/Firefox\//, 'Firefox'],
  [/OPR\//, 'Opera'],
  [/Edg\//, 'Edge'],
] as const;

const systems = [
  [/Linux/, 'Linux'],
  [/Mac OS X/, 'Mac'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'Chromebook'],
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
] as const;

/** What a person would call the device whose browser sends this line, such as `Chrome on Windows`. */
export function nameOfDevice(userAgent: string): string {
  const known = (names: readonly (readonly [RegExp, string])[]) => names.findLast(([pattern]) => pattern.test(userAgent))?.[1];
  const system = known(systems);
  const browser = known(browsers) ?? 'Browser';
  return system === undefined ? browser : `${browser} on ${system}`;
}
