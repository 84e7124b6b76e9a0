/** Notes for whoever looks into a fault; never shown to players. Values are escaped by the log. */
export interface Logger {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
