namespace Busbar.Generators.Models;

/// <summary>The user's own types that the values of one table are made of, each once; types that hold themselves end here.</summary>
internal sealed record UserTypes(EquatableArray<RecordModel> Records, EquatableArray<EnumModel> Enums)
{
    public RecordModel RecordOf(PayloadType type) => Records.First(record => record.Type == type.Type);

    public EnumModel EnumOf(PayloadType type) => Enums.First(one => one.Type == type.Type);
}
