import { leftOut } from './left-out.ts';

const reached = (): never => {
  throw leftOut("The SDK's event streams");
};

class NoEventStream {
  constructor() {
    reached();
  }
}

/** Replaces the event streams. Every client creates a marshaller, but these operations never use it. */
const serdeProvider = () => ({ serialize: reached, deserialize: reached });

export const resolveEventStreamSerdeConfig = <T extends { eventStreamSerdeProvider(input: T): unknown }>(
  input: T,
): T => Object.assign(input, { eventStreamMarshaller: input.eventStreamSerdeProvider(input) });

export const eventStreamPayloadHandlerProvider = () => ({ handle: reached });

export {
  NoEventStream as EventStreamCodec,
  NoEventStream as EventStreamMarshaller,
  NoEventStream as EventStreamPayloadHandler,
  NoEventStream as EventStreamSerde,
  NoEventStream as HeaderMarshaller,
  NoEventStream as Int64,
  NoEventStream as MessageDecoderStream,
  NoEventStream as MessageEncoderStream,
  NoEventStream as SmithyMessageDecoderStream,
  NoEventStream as SmithyMessageEncoderStream,
  NoEventStream as UniversalEventStreamMarshaller,
  reached as getChunkedStream,
  reached as getMessageUnmarshaller,
  reached as getUnmarshalledStream,
  reached as iterableToReadableStream,
  reached as readableStreamToIterable,
  serdeProvider as eventStreamSerdeProvider,
  serdeProvider as universalEventStreamSerdeProvider,
};
