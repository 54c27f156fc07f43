/** Letters of `case-0000`, with which the name of every file begins that a peer is given. */
export const ID_LENGTH = 9;
