/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  /** The last id that the stream gave; empty if it gave none. */
  readonly id: string;
}

/** Reads server-sent events, as the HTML standard has them. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let event = "";
  let data: string[] = [];
  let id = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      // A CR at the end may be half of a CRLF.
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const [, field, text] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
        if (line === "") {
          if (data.length > 0) {
            yield { event: event || "message", data: data.join("\n"), id };
          }
          event = "";
          data = [];
        } else if (field === "event") {
          event = text ?? "";
        } else if (field === "data") {
          data.push(text ?? "");
        } else if (field === "id") {
          id = text ?? "";
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
