using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Busbar.Packaging.Tests.Packages;

/// <summary>What an assembly says of itself, read without loading it.</summary>
internal sealed class PackedAssembly : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;

    public PackedAssembly(byte[] octets)
    {
        _file = new PEReader(ImmutableArray.Create(octets));
        _reader = _file.GetMetadataReader();
    }

    public AssemblyName Name => _reader.GetAssemblyDefinition().GetAssemblyName();

    /// <summary>The public key token in hexadecimal; empty without a strong name.</summary>
    public string KeyToken => Convert.ToHexStringLower(Name.GetPublicKeyToken() ?? []);

    public IReadOnlyList<AssemblyName> References => [.. _reader.AssemblyReferences.Select(handle => _reader.GetAssemblyReference(handle).GetAssemblyName())];

    /// <summary>The identity of the symbols that belong to it.</summary>
    public Guid SymbolsId => _file.ReadCodeViewDebugDirectoryData(_file.ReadDebugDirectory().First(entry => entry.Type == DebugDirectoryEntryType.CodeView)).Guid;

    /// <summary>The values of its <see cref="AssemblyMetadataAttribute"/>s by their keys.</summary>
    public IReadOnlyDictionary<string, string?> Metadata =>
        _reader.GetAssemblyDefinition().GetCustomAttributes().Select(_reader.GetCustomAttribute)
            .Where(attribute => NameOf(attribute) == nameof(AssemblyMetadataAttribute))
            .Select(Strings)
            .ToDictionary(pair => pair.Key!, pair => pair.Value, StringComparer.Ordinal);

    public void Dispose() => _file.Dispose();

    private string NameOf(CustomAttribute attribute) => attribute.Constructor.Kind == HandleKind.MemberReference
        && _reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor) is { Parent.Kind: HandleKind.TypeReference } constructor
            ? _reader.GetString(_reader.GetTypeReference((TypeReferenceHandle)constructor.Parent).Name)
            : "";

    // Two strings behind a prologue of two octets.
    private KeyValuePair<string?, string?> Strings(CustomAttribute attribute)
    {
        BlobReader blob = _reader.GetBlobReader(attribute.Value);
        blob.ReadUInt16();
        return new KeyValuePair<string?, string?>(blob.ReadSerializedString(), blob.ReadSerializedString());
    }
}
