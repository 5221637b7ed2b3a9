/**
 * An error as AWS would answer it. `code` is the shape's name in the API model (e.g. `ResourceNotFoundException`);
 * the codec turns it into the code and the HTTP status that the model names for the protocol.
 */
export class AwsError extends Error {
  readonly code: string;
  /** HTTP status; taken from the API model unless given, 400 where the model is silent. */
  readonly status: number | undefined;
  /** Further members of the error's shape. */
  readonly members: Record<string, unknown>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; members?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = options.status;
    this.members = options.members ?? {};
  }
}
