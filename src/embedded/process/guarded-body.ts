/**
 * Gives an answer whose body breaks off when one of the signals is aborted, as a connection would, and whose source is
 * told when nobody reads on.
 * @param response the answer; its body must not be read otherwise
 * @param request what is answered; it ends the body when its caller goes away
 * @param ending also ends the body
 */
export function guardedResponse(response: Response, request: Request, ending: AbortSignal): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  const signal = AbortSignal.any([ending, request.signal]);
  let stopListening: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const breakOff = () => {
          const reason = new TypeError('terminated');
          controller.error(reason);
          reader.cancel(reason).catch(() => undefined);
        };
        stopListening = () => signal.removeEventListener('abort', breakOff);
        if (signal.aborted) breakOff();
        else signal.addEventListener('abort', breakOff, { once: true });
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          // Asking the request itself keeps it in memory: one that was collected no longer hears its caller's signal.
          if (signal.aborted || request.signal.aborted) return;
          if (!done) return controller.enqueue(value);
          stopListening();
          controller.close();
        } catch (error) {
          stopListening();
          if (!signal.aborted) controller.error(error);
        }
      },
      async cancel(reason) {
        stopListening();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: response.status, headers: response.headers });
}
