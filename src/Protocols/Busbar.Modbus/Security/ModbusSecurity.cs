using System.Formats.Asn1;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Busbar.Modbus;

/// <summary>
/// Modbus/TCP Security (mbaps): the same ADUs within TLS, both sides proved by certificates, and the client's role in its own. MODBUS/TCP Security
/// Protocol Specification.
/// </summary>
public static class ModbusSecurity
{
    /// <summary>The port of Modbus/TCP Security.</summary>
    public const int DefaultPort = 802;

    /// <summary>The object identifier of the certificate's extension that holds the role.</summary>
    public const string RoleOid = "1.3.6.1.4.1.50316.802.1";

    /// <summary>The role that a certificate gives its holder.</summary>
    /// <param name="certificate">The client's.</param>
    /// <returns>Null when it has none, several, or one that is no UTF8String of ASN.1: no role to go by.</returns>
    public static string? RoleOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        X509Extension[] extensions = [.. certificate.Extensions.Where(extension => string.Equals(extension.Oid?.Value, RoleOid, StringComparison.Ordinal))];
        if (extensions.Length != 1)
            return null;
        try
        {
            var reader = new AsnReader(extensions[0].RawData, AsnEncodingRules.DER);
            string role = reader.ReadCharacterString(UniversalTagNumber.UTF8String);
            reader.ThrowIfNotEmpty();
            return role;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>The extension for a certificate request that gives its holder a role.</summary>
    /// <param name="role">Free text, <c>Operator</c> for example.</param>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public static X509Extension RoleExtension(string role)
    {
        ArgumentException.ThrowIfNullOrEmpty(role);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.UTF8String, role);
        return new X509Extension(new Oid(RoleOid), writer.Encode(), critical: false);
    }

    /// <summary>What a server asks of TLS: 1.2 or newer, and a certificate of each client that one of these issuers has signed, or that is one of them.</summary>
    /// <param name="certificate">The server's, with its private key.</param>
    /// <param name="trusted">Who clients' certificates go back to; the machine's roots are not asked.</param>
    /// <returns>New options, free to be changed; revocation is not checked.</returns>
    public static SslServerAuthenticationOptions ServerOptions(X509Certificate2 certificate, params X509Certificate2[] trusted) => new()
    {
        ServerCertificate = certificate,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = Trusting(trusted),
        EncryptionPolicy = EncryptionPolicy.RequireEncryption,
    };

    /// <summary>What a client asks of TLS: 1.2 or newer, its own certificate shown, and the server's signed by one of these issuers, or one of them.</summary>
    /// <param name="certificate">The client's, with its private key; its role extension says what it may ask.</param>
    /// <param name="trusted">Who the server's certificate goes back to; the machine's roots when none is given.</param>
    /// <returns>New options, free to be changed; the host is checked against the server's certificate, revocation is not.</returns>
    public static SslClientAuthenticationOptions ClientOptions(X509Certificate2 certificate, params X509Certificate2[] trusted)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new SslClientAuthenticationOptions
        {
            ClientCertificates = [certificate],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate, // whatever issuers the server names
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = trusted is { Length: > 0 } ? Trusting(trusted) : null,
            EncryptionPolicy = EncryptionPolicy.RequireEncryption,
        };
    }

    private static X509ChainPolicy Trusting(X509Certificate2[] certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(certificates);
        return policy;
    }
}
