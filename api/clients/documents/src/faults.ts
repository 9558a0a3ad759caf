import type { PutFiguresMutation } from './generated/graphql.js'

type Payload = PutFiguresMutation['putFigures']

/** What is wrong with a cell. */
export type CellFault = Payload['cells'][number]['userErrors'][number]

/** What putFigures finds wrong, by the place of the cell in the list sent; the rest is about the whole. */
export function faultsByCell(payload: Payload): { cells: Map<number, CellFault[]>; whole: Payload['userErrors'] } {
  const cells = new Map<number, CellFault[]>()
  for (const cell of payload.cells) {
    if (cell.userErrors.length > 0) cells.set(cell.index, [...cell.userErrors])
  }
  return { cells, whole: payload.userErrors.filter((fault) => fault.path?.[0] !== 'cells') }
}
