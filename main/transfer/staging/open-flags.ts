import { constants } from 'node:fs';

// Windows knows neither flag, and needs none: what is opened there is looked at all the same.
const NO_FOLLOW = (constants.O_NOFOLLOW as number | undefined) ?? 0;
const NO_BLOCK = (constants.O_NONBLOCK as number | undefined) ?? 0;

/** To write a file that must not be there yet. */
export const CREATE = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW;

/** To write a file that is there; never through a link, and never waiting for a pipe. */
export const REOPEN = constants.O_RDWR | NO_FOLLOW | NO_BLOCK;

/** To read a file that is there, in the same way. */
export const READ = constants.O_RDONLY | NO_FOLLOW | NO_BLOCK;
