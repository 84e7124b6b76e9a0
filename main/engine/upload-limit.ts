/** How much may be given; bytes a second, 0 = no limit. */
export interface UploadChoices {
  readonly uploadLimit: number;
  /** While a started game runs; the lower of the two holds then. */
  readonly playingUploadLimit: number;
}

/** The upload limit that holds now: whoever plays has the line, and others get the rest. */
export function uploadLimitNow(
  { uploadLimit, playingUploadLimit }: UploadChoices,
  isPlaying: boolean,
): number {
  if (!isPlaying || playingUploadLimit === 0) return uploadLimit;
  return uploadLimit === 0 ? playingUploadLimit : Math.min(uploadLimit, playingUploadLimit);
}
