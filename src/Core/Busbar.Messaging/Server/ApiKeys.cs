using System.Security.Cryptography;
using System.Text;

namespace Busbar.Messaging;

/// <summary>The keys that let clients in, by their digests: of equal length, so that comparing takes the same time whatever was brought.</summary>
internal sealed class ApiKeys(IEnumerable<string> keys)
{
    private readonly byte[][] _digests = [.. keys.Select(DigestOf)];

    public bool AreAsked => _digests.Length > 0;

    public bool Contain(string? key)
    {
        byte[] digest = DigestOf(key ?? "");
        bool isThere = false;
        foreach (byte[] known in _digests)
            isThere |= CryptographicOperations.FixedTimeEquals(known, digest);
        return isThere && key is not null;
    }

    private static byte[] DigestOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
