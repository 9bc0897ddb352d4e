import { consume } from "./app/sync/consume.ts";
import { composeConsumer } from "./compose-sync.ts";

/** The queue's entry: hints of changes, to be read again. */
export async function onQueue(batch: MessageBatch<unknown>, env: Cloudflare.Env): Promise<void> {
  await consume(composeConsumer(env), batch.messages);
}
