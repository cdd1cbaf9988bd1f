using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Busbar.Sockets.Tests;

/// <summary>Certificates that nobody but a test trusts.</summary>
internal static class Certificates
{
    /// <summary>A certificate for one host name.</summary>
    public static X509Certificate2 For(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>A chain policy that trusts these and nothing else.</summary>
    public static X509ChainPolicy Trusting(params X509Certificate2[] certificates)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(certificates);
        return policy;
    }
}
