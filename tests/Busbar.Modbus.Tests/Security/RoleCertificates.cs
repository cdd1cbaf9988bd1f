using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Busbar.Modbus.Tests.Security;

/// <summary>An issuer that only a test trusts, and what it has signed.</summary>
internal sealed class RoleCertificates : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private byte _serial;

    public RoleCertificates()
    {
        var request = new CertificateRequest("CN=issuer", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Issuer = request.CreateSelfSigned(Yesterday, Tomorrow);
    }

    public X509Certificate2 Issuer { get; }

    private static DateTimeOffset Yesterday => TimeProvider.System.GetUtcNow().AddDays(-1);

    private static DateTimeOffset Tomorrow => TimeProvider.System.GetUtcNow().AddDays(1);

    /// <summary>A server's or client's certificate, with its key.</summary>
    public X509Certificate2 For(string name, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        foreach (X509Extension extension in extensions)
            request.CertificateExtensions.Add(extension);
        using X509Certificate2 signed = request.Create(Issuer, Yesterday.AddHours(1), Tomorrow.AddHours(-1), [++_serial]);
        using X509Certificate2 whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose()
    {
        Issuer.Dispose();
        _key.Dispose();
    }
}
