/** What is known of an object without reading it. */
export interface ObjectFacts {
  bytes: number;
  type?: string;
  /** lower-case hex, when S3 checked it at upload */
  sha256?: string;
}

/** One bucket. A key is written once, for one purpose. */
export interface Bucket {
  /** undefined: no such object */
  get(key: string): Promise<Uint8Array | undefined>;
  head(key: string): Promise<ObjectFacts | undefined>;
  put(key: string, data: Uint8Array, type: string): Promise<void>;
  /** within the bucket; false: no such object */
  copy(from: string, to: string): Promise<boolean>;
  /** an absent object is a success */
  delete(key: string): Promise<void>;
  /** every key that begins with the prefix */
  list(prefix: string): Promise<string[]>;
}
