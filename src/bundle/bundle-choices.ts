/** What the operator says of a bundle; everything has a default. */
export interface BundleChoices {
  /** Only these: collector ids, or patterns of paths such as `logs/*.log`. */
  readonly include?: readonly string[];
  /** Not these, in the same words; it wins over `include`. */
  readonly exclude?: readonly string[];
  /** Log lines and events that are older stay out. */
  readonly since?: Date;
  /** Most bytes of the archive as it is written. */
  readonly maxBytes?: number;
  /** True to write the key of the placeholders' tags beside the bundle. */
  readonly keepKey?: boolean;
  /** True to keep mail and IP addresses in logs. */
  readonly keepPersonalData?: boolean;
  /** Public keys (`age1…`) to which the bundle is encrypted; without any it is not. */
  readonly recipients?: readonly string[];
}
