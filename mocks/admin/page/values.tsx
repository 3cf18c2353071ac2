/** Texts of callers side by side. */

/** Each in the direction of its own script, so that none turns around what stands beside it. */
export function Values({ of: values }: { readonly of: readonly string[] }) {
  return (
    <>
      {values.map((value, index) => (
        <>
          {index > 0 && ' / '}
          <bdi key={index}>{value}</bdi>
        </>
      ))}
    </>
  );
}
