import { z } from 'zod';

/** A schema for text that `parse` makes an id, a version, … of; undefined means that it is none. */
export function parsedBy<Parsed extends string>(
  parse: (text: string) => Parsed | undefined,
): z.ZodType<Parsed, string> {
  return z.string().transform((text, context): Parsed => {
    const parsed = parse(text);
    if (parsed !== undefined) return parsed;
    context.addIssue('not of this kind');
    return z.NEVER;
  });
}
