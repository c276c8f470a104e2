/** Where the certificate of the DRA driver's admission webhook comes from. It judges configurations in claims; it does not know those of VFIO devices (CFG-08). */
export class DraWebhook {
  /** No webhook: a wrong configuration shows when a pod starts. */
  public static none(): DraWebhook {
    return new DraWebhook({});
  }

  /** cert-manager, which has to be installed, signs it by itself. */
  public static selfSigned(): DraWebhook {
    return new DraWebhook({ enabled: true });
  }

  /**
   * cert-manager, by an Issuer of the driver's namespace.
   *
   * @param name `metadata.name` of the Issuer
   */
  public static issuer(name: string): DraWebhook {
    return new DraWebhook({ enabled: true, tls: { certManager: { issuerType: 'issuer', issuerName: name } } });
  }

  /**
   * cert-manager, by a ClusterIssuer.
   *
   * @param name `metadata.name` of the ClusterIssuer
   */
  public static clusterIssuer(name: string): DraWebhook {
    return new DraWebhook({ enabled: true, tls: { certManager: { issuerType: 'clusterissuer', issuerName: name } } });
  }

  /**
   * A Secret that somebody else made.
   *
   * @param name `metadata.name` of the Secret
   * @param caBundle certificate of the authority, base64
   */
  public static secret(name: string, caBundle: string): DraWebhook {
    return new DraWebhook({ enabled: true, tls: { mode: 'secret', secret: { name, caBundle } } });
  }

  private constructor(
    /** @internal */
    public readonly _values: object,
  ) {}
}
