import { trimmed } from './trimmed.ts';

const reached = (): never => {
  throw trimmed("The SDK's event streams");
};

/** In place of the event streams. Every client is given a marshaller, which these operations never ask. */
export const eventStreamSerdeProvider = () => ({ serialize: reached, deserialize: reached });
export const eventStreamPayloadHandlerProvider = () => ({ handle: reached });

export const resolveEventStreamSerdeConfig = <T extends { eventStreamSerdeProvider(input: T): unknown }>(
  input: T,
): T => Object.assign(input, { eventStreamMarshaller: input.eventStreamSerdeProvider(input) });

class NoEventStream {
  constructor() {
    reached();
  }
}

export { NoEventStream as EventStreamCodec, NoEventStream as EventStreamSerde };
export const iterableToReadableStream = reached;
export const readableStreamToIterable = reached;
