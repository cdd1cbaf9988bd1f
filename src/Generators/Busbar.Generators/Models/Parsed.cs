namespace Busbar.Generators.Models;

/// <summary>What a parser makes of one annotated symbol: a model when it can be generated from, and what is wrong with it.</summary>
internal sealed record Parsed<TModel>(TModel? Model, EquatableArray<DiagnosticInfo> Diagnostics)
    where TModel : class, IEquatable<TModel>;
