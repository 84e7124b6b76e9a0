import { z } from 'zod';

/** A column whose text must be what `parse` accepts. */
export function branded<Value extends string>(
  parse: (text: string) => Value | undefined,
): z.ZodType<Value> {
  return z.string().transform((text, context): Value => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue('is not what was stored');
    return z.NEVER;
  });
}

/** A column of bytes, as a plain view of them. */
export const bytes = z
  .instanceof(Uint8Array)
  .transform((blob) => new Uint8Array(blob.buffer, blob.byteOffset, blob.byteLength));

/** A column of JSON that must read as `schema` says. */
export function json<Schema extends z.ZodType>(schema: Schema): z.ZodType<z.output<Schema>> {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue('is not what was stored');
        return z.NEVER;
      }
    })
    .pipe(schema);
}
