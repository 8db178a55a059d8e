export interface Config {
  hello?: {
    /**
     * The word that opens each greeting. Default: Hello.
     * @visibility frontend
     */
    salutation?: string;
  };
}
