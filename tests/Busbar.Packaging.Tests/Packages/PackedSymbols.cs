using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Text;

namespace Busbar.Packaging.Tests.Packages;

/// <summary>Portable symbols, read as a debugger does.</summary>
internal sealed class PackedSymbols : IDisposable
{
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private readonly MetadataReaderProvider _provider;
    private readonly MetadataReader _reader;

    public PackedSymbols(byte[] octets)
    {
        _provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableArray.Create(octets));
        _reader = _provider.GetMetadataReader();
    }

    /// <summary>The identity that the assembly refers to.</summary>
    public Guid Id => new BlobContentId(_reader.DebugMetadataHeader!.Id).Guid;

    /// <summary>Where a debugger fetches the source; null where nothing says so.</summary>
    public string? SourceLink => _reader.CustomDebugInformation.Select(_reader.GetCustomDebugInformation)
        .Where(information => _reader.GetGuid(information.Kind) == SourceLinkKind)
        .Select(information => Encoding.UTF8.GetString(_reader.GetBlobBytes(information.Value).AsSpan()))
        .SingleOrDefault();

    public void Dispose() => _provider.Dispose();
}
