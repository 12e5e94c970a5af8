declare module 'pino-roll' {
  import type { DestinationStream } from 'pino';

  interface Options {
    readonly file: string;
    readonly size: string;
    readonly frequency: 'hourly' | 'daily';
    readonly limit: { readonly count: number; readonly removeOtherLogFiles: boolean };
    readonly mkdir: boolean;
    readonly sync: boolean;
  }

  export default function build(options: Options): Promise<DestinationStream>;
}
