// Where each row of a list with rows of different heights lies; the arithmetic of the virtual list.

export class Layout {
  /** tops[i] is the upper edge of row i; one more for the end. */
  private readonly tops: Float64Array;

  constructor(heights: ArrayLike<number>) {
    this.tops = new Float64Array(heights.length + 1);
    for (let row = 0; row < heights.length; row++) this.tops[row + 1] = this.tops[row]! + heights[row]!;
  }

  get rows(): number {
    return this.tops.length - 1;
  }

  get height(): number {
    return this.tops[this.rows]!;
  }

  top(row: number): number {
    return this.tops[row] ?? this.height;
  }

  /** The row at a distance from the top, held within the list; −1 when the list is empty. */
  rowAt(y: number): number {
    let low = 0;
    let high = this.rows - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle]! <= y) low = middle;
      else high = middle - 1;
    }
    return this.rows === 0 ? -1 : low;
  }

  /** Rows from `first` up to but not including `end` that touch the viewport widened by `margin` on both sides. */
  range(scrollTop: number, viewport: number, margin: number): { first: number; end: number } {
    if (this.rows === 0) return { first: 0, end: 0 };
    const first = this.rowAt(Math.max(0, scrollTop - margin));
    const end = this.rowAt(Math.max(0, scrollTop + viewport + margin - 1)) + 1;
    return { first, end };
  }

  /** The scroll position nearest to the present one that shows the whole row, below a sticky head. */
  reveal(row: number, scrollTop: number, viewport: number): number {
    const top = this.top(row);
    const bottom = this.top(row + 1);
    if (top < scrollTop) return top;
    return bottom > scrollTop + viewport ? bottom - viewport : scrollTop;
  }
}
