namespace Busbar.Generators.Models;

/// <summary>The user's own types that the values of one table are made of, each once; types that hold themselves end here.</summary>
internal sealed record UserTypes(EquatableArray<RecordModel> Records, EquatableArray<EnumModel> Enums);
