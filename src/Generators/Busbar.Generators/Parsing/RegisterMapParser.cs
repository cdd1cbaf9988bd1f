using System.Globalization;
using Busbar.Generators.Diagnostics;
using Busbar.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Busbar.Generators.Parsing;

/// <summary>A type with <c>[RegisterMap]</c> in, its model with the reads it needs, and what is wrong with it, out.</summary>
internal sealed class RegisterMapParser
{
    public const string Attribute = "Busbar.Modbus.RegisterMapAttribute";
    private const string MemberAttribute = "Busbar.Modbus.MapMemberAttribute";
    private const int ParametersOfTransfers = 3;
    private static readonly string[] GeneratedMembers = ["ReadAsync", "WriteChangesAsync", "DiscardChanges", "HasChanges", "ReadAt"];

    private readonly INamedTypeSymbol _type;
    private readonly List<DiagnosticInfo> _diagnostics = [];
    private readonly List<RegisterModel> _registers = [];
    private readonly List<IPropertySymbol> _properties = []; // of the registers
    private readonly HashSet<string> _taken; // names of members

    private RegisterMapParser(INamedTypeSymbol type)
    {
        _type = type;
        _taken = new HashSet<string>(type.GetMembers().Select(member => member.Name).Concat(type.TypeParameters.Select(parameter => parameter.Name)), StringComparer.Ordinal) { type.Name };
    }

    public static Parsed<RegisterMapModel> Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken) =>
        new RegisterMapParser((INamedTypeSymbol)context.TargetSymbol).Parse(context.Attributes[0], cancellationToken);

    private Parsed<RegisterMapModel> Parse(AttributeData attribute, CancellationToken cancellationToken)
    {
        CheckType(cancellationToken);
        ReadLimits limits = ParseLimits(attribute);
        string order = RegisterParser.OrderOf(attribute, "ABCD");
        foreach (IPropertySymbol property in _type.GetMembers().OfType<IPropertySymbol>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            ParseProperty(property, order, limits, cancellationToken);
        }

        CheckNames();
        CheckPlaces();
        if (_registers.Count == 0 && _diagnostics.Count == 0)
            Report(RegisterRules.NoRegister, _type, _type.Name);
        return new Parsed<RegisterMapModel>(_diagnostics.Count > 0 ? null : Plan(limits), _diagnostics.ToEquatableArray());
    }

    private void CheckType(CancellationToken cancellationToken)
    {
        if (TypeParser.FindNotPartial(_type, cancellationToken) is { } notPartial)
            Report(RegisterRules.NotPartial, notPartial, notPartial.Name);
        if (TypeParser.IsFileLocal(_type))
            Report(RegisterRules.FileLocal, _type, _type.Name);
        if (_type.IsRecord)
            Report(RegisterRules.IsRecord, _type, _type.Name);
        foreach (ISymbol member in GeneratedMembers.SelectMany(name => _type.GetMembers(name)))
        {
            bool isOverload = member is IMethodSymbol method && method.Parameters.Length != (member.Name == "DiscardChanges" ? 0 : ParametersOfTransfers);
            if (!isOverload)
                Report(RegisterRules.ReservedName, member, member.Name);
        }
    }

    private ReadLimits ParseLimits(AttributeData attribute)
    {
        var usual = new ReadLimits();
        return new ReadLimits(
            Limit("MaxRegisterGap", usual.MaxRegisterGap, 0, 124),
            Limit("MaxBitGap", usual.MaxBitGap, 0, 1999),
            Limit("MaxRegistersPerRead", usual.MaxRegistersPerRead, 1, 125),
            Limit("MaxBitsPerRead", usual.MaxBitsPerRead, 1, 2000));

        int Limit(string name, int otherwise, int lowest, int highest)
        {
            int given = attribute.Given(name, otherwise);
            if (given >= lowest && given <= highest)
                return given;
            Report(RegisterRules.InvalidLimit, _type, name, _type.Name, Text(given), Text(lowest), Text(highest));
            return otherwise;
        }
    }

    private void ParseProperty(IPropertySymbol property, string order, ReadLimits limits, CancellationToken cancellationToken)
    {
        AttributeData[] places = [.. property.GetAttributes().Where(attribute =>
            attribute.AttributeClass is { } type && IsMember(type) && attribute.ConstructorArguments.Length == 1)];
        if (places.Length > 1)
        {
            Report(RegisterRules.TwoPlaces, property, property.Name, string.Join(" and ", places.Select(place => $"[{place.AttributeClass!.Name.Replace("Attribute", "")}]")));
        }
        else if (places.Length == 1 && RegisterParser.Parse(property, places[0], order, limits, NewField, _diagnostics, cancellationToken) is { } register)
        {
            _registers.Add(register);
            _properties.Add(property);
        }
    }

    private static bool IsMember(INamedTypeSymbol attribute)
    {
        for (INamedTypeSymbol? one = attribute.BaseType; one is not null; one = one.BaseType)
        {
            if (one.ToDisplayString() == MemberAttribute)
                return true;
        }

        return false;
    }

    private string NewField(string name)
    {
        while (!_taken.Add(name))
            name += "_";
        return name;
    }

    private void CheckNames()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < _registers.Count; i++)
        {
            if (_registers[i].FieldNames.FirstOrDefault(name => !names.Add(name)) is { } twice)
                Report(RegisterRules.DuplicateName, _properties[i], _registers[i].DisplayName, twice);
        }
    }

    private void CheckPlaces()
    {
        int[] sorted = [.. Enumerable.Range(0, _registers.Count).OrderBy(index => _registers[index].Table).ThenBy(index => _registers[index].Address)];
        for (int i = 0; i < sorted.Length; i++)
        {
            RegisterModel one = _registers[sorted[i]];
            for (int next = i + 1; next < sorted.Length && _registers[sorted[next]] is { } other && other.Table == one.Table && other.Address < one.End; next++)
                CheckPair(Math.Min(sorted[i], sorted[next]), Math.Max(sorted[i], sorted[next]));
        }
    }

    private void CheckPair(int earlier, int later)
    {
        RegisterModel one = _registers[earlier];
        RegisterModel other = _registers[later];
        bool areBitFields = one.IsPartOfRegister && other.IsPartOfRegister;
        string place = Text(Math.Max(one.Address, other.Address));
        if (areBitFields && one.Order != other.Order)
            Report(RegisterRules.Contradiction, _properties[later], other.DisplayName, $"it is laid out {other.Order}, and '{one.DisplayName}' of the same register {one.Order}");
        else if (areBitFields && (one.Mask & other.Mask) == 0)
            return;
        else if (!one.Overlaps && !other.Overlaps)
            Report(RegisterRules.Overlap, _properties[later], other.DisplayName, one.DisplayName, place, Name(one.Table));
        else if (one.Setter is not null && other.Setter is not null)
            Report(RegisterRules.TwoSetters, _properties[later], other.DisplayName, one.DisplayName, place, Name(one.Table));
    }

    private RegisterMapModel Plan(ReadLimits limits)
    {
        IReadOnlyList<ReadModel> reads = ReadPlanner.Plan(_registers.Select(register => new ReadModel(register.Table, register.Address, register.Count)), limits);
        SlotModel[] slots = [.. _registers.Where(register => register.Setter is not null).Select(SlotOf).Distinct().OrderBy(slot => slot.Table).ThenBy(slot => slot.Address)];
        return new RegisterMapModel(
            TypeParser.Parse(_type),
            _type.Name,
            IsDerived(),
            NewField("_transfer"),
            NewField("Decode"),
            _registers.Select(register => register.Setter is null ? register : register with { Slot = Array.IndexOf(slots, SlotOf(register)) }).ToEquatableArray(),
            reads.ToEquatableArray(),
            reads.Select(read => NewField(BufferOf(read))).ToEquatableArray(),
            slots.ToEquatableArray());
    }

    private static SlotModel SlotOf(RegisterModel register) =>
        new(register.Table, register.Address, register.Count, register.IsPartOfRegister, register.IsPartOfRegister ? register.Order : "ABCD");

    private static string BufferOf(ReadModel read)
    {
        string table = read.Table.ToString();
        return $"_{char.ToLowerInvariant(table[0])}{table.Substring(1)}{Text(read.Address)}";
    }

    private bool IsDerived()
    {
        for (INamedTypeSymbol? one = _type.BaseType; one is not null; one = one.BaseType)
        {
            if (one.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == Attribute))
                return true;
        }

        return false;
    }

    private void Report(DiagnosticDescriptor rule, ISymbol at, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Of(rule, LocationInfo.From(at), arguments));

    private static string Name(MapTable table) => table switch
    {
        MapTable.Coils => "the coils",
        MapTable.DiscreteInputs => "the discrete inputs",
        MapTable.InputRegisters => "the input registers",
        _ => "the holding registers",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
