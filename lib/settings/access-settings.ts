import { number, type Setting, text } from '../../lambda/core/config/setting-kinds.ts';
import { list } from './setting-kinds.ts';

/** The settings for access and throttling. */
export const accessSettings = {
  jwtIssuer: text({
    description: 'The token issuer, exactly as in the `iss` claim; required with `auth` `jwt`',
    accepts: 'an https:// URL',
    default: undefined,
    pattern: /^https:\/\/[^\s?#]+$/,
  }),
  jwtAudiences: list({
    description:
      'The accepted audiences, one of which must be the `aud` or `client_id` claim; required with `auth` `jwt`',
    accepts: 'audiences separated by commas',
    default: undefined,
    pattern: /^[^\s,]+$/,
  }),
  corsOrigins: list({
    description: 'The web origins whose pages may call the API from a browser (CORS)',
    accepts: 'origins separated by commas, such as https://example.com, or *',
    default: undefined,
    pattern: /^(?:\*|https?:\/\/[^\s/?#*,]+)$/,
  }),
  postRate: number({
    description: 'Maximum number of `POST` requests per second; 0 closes the route',
    default: 1,
    min: 0,
    max: 10_000,
    unit: 'requests per second',
    fractions: true,
  }),
  postBurst: number({
    description: '`POST` requests allowed at once on top of `postRate`',
    default: 5,
    min: 1,
    max: 5_000,
    unit: 'requests',
  }),
  getRate: number({
    description: 'Maximum number of `GET` requests per second, on each route; 0 closes the routes',
    default: 10,
    min: 0,
    max: 10_000,
    unit: 'requests per second',
    fractions: true,
  }),
  getBurst: number({
    description: '`GET` requests allowed at once on top of `getRate`',
    default: 20,
    min: 1,
    max: 5_000,
    unit: 'requests',
  }),
} as const satisfies Record<string, Setting<unknown>>;
