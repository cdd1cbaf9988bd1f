// A table's rows by key: kept while they are listed, so that nothing jumps and the focus stays where it is.

export class Rows<T, R extends { readonly element: HTMLElement }> {
  private rows = new Map<string, R>();

  constructor(
    private readonly body: HTMLElement,
    private readonly keyOf: (item: T) => string,
    private readonly make: (item: T) => R,
    private readonly update: (row: R, item: T) => void,
  ) {}

  show(items: readonly T[]): void {
    const shown = new Map<string, R>();
    for (const item of items) {
      const key = this.keyOf(item);
      const row = this.rows.get(key) ?? this.make(item);
      shown.set(key, row);
      this.update(row, item);
    }
    for (const [key, row] of this.rows) if (!shown.has(key)) row.element.remove();
    this.rows = shown;
    let next = this.body.firstElementChild;
    for (const { element } of shown.values()) {
      if (element === next) next = next.nextElementSibling;
      else this.body.insertBefore(element, next);
    }
  }
}
