const TENANTS_REMEMBERED_MAX = 500;

/** One memory per tenant, made when it is first asked for; the oldest go when there are too many. */
export function memoriesOf<Memory>(make: () => Memory): (tenantId: string) => Memory {
  const memories = new Map<string, Memory>();
  return (tenantId) => {
    const memory = memories.get(tenantId) ?? make();
    memories.delete(tenantId);
    memories.set(tenantId, memory);
    for (const oldest of memories.keys()) {
      if (memories.size <= TENANTS_REMEMBERED_MAX) break;
      memories.delete(oldest);
    }
    return memory;
  };
}
