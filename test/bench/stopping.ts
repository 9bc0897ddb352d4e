/** Whatever runs beside the bench and has to end with it, also when somebody interrupts it. */
const running = new Set<() => Promise<void>>();

/** Runs work with something that is stopped afterwards, however the work ends. */
export async function withRunning<R extends { stop(): Promise<void> }, T>(
  starting: Promise<R>,
  work: (started: R) => Promise<T>,
): Promise<T> {
  const started = await starting;
  const stop = () => started.stop();
  running.add(stop);
  try {
    return await work(started);
  } finally {
    running.delete(stop);
    await stop();
  }
}

/** Stops whatever still runs. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((stop) => stop()));
}
