using System.Globalization;
using Busbar.Generators.Models;

namespace Busbar.Generators.Emit;

/// <summary>For each published function the method that reads its arguments, calls it and writes its result.</summary>
internal sealed class PublishedCallEmitter(SourceWriter writer, string type, JsonReaderEmitter readers, JsonWriterEmitter writers)
{
    private const string Tasks = "global::System.Threading.Tasks.";
    private const string Token = "global::System.Threading.CancellationToken";
    private const string Apart = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]"; // from the frame that catches, whose variables stay in memory
    private const string Pooling = "[global::System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(global::System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]";

    public void Emit(PublishedFunctionModel function)
    {
        PublishedParameterModel[] arguments = [.. function.Parameters.Where(parameter => parameter.Role == PublishedParameterRole.Argument)];
        if (arguments.Length > 0 && arguments.All(IsNumber))
            EmitOrdered(function, arguments);
        else
            EmitMethod(function, $"Call{function.Stem}", [], () => EmitReadingAndCalling(arguments, () => EmitCalling(function)));
        EmitWriting(function);
    }

    /// <summary>Numbers that come in their order are read by themselves: what reads arguments in any form takes more than twice as long.</summary>
    private void EmitOrdered(PublishedFunctionModel function, PublishedParameterModel[] arguments)
    {
        string end = $"return End{function.Stem}(ref call, {string.Join(", ", arguments.Select(argument => argument.Local))});";
        EmitMethod(function, $"Call{function.Stem}", [], () =>
        {
            writer.Line("global::Busbar.OrderedJsonReader ordered = call.Ordered;");
            for (int i = 0; i < arguments.Length; i++)
            {
                string name = Literals.Utf8($"{(i == 0 ? '{' : ',')}\"{arguments[i].Name}\":");
                string read = $"ordered.TryRead({name}, out {Variable(arguments[i].Value!)} {arguments[i].Local})";
                if (i == 0)
                    writer.Line($"if ({read}");
                else
                    writer.Indented($"&& {read}");
            }

            writer.Indented("&& call.TryAccept(in ordered))").Open().Line(end).Close().Line();
            writer.Line($"return Call{function.Stem}InAnyOrder(ref call);");
        });
        EmitMethod(function, $"Call{function.Stem}InAnyOrder", [], () => EmitReadingAndCalling(arguments, () => writer.Line(end)));
        EmitMethod(function, $"End{function.Stem}", arguments, () => EmitCalling(function));
    }

    private void EmitMethod(PublishedFunctionModel function, string name, PublishedParameterModel[] arguments, Action body)
    {
        string parameters = string.Concat(arguments.Select(argument => $", {Variable(argument.Value!)} {argument.Local}"));
        writer.Line();
        if (arguments.Length == 0)
            writer.Line(Apart);
        writer.Open($"private {(function.IsStatic ? "static " : "")}{Tasks}ValueTask {name}(ref global::Busbar.PublishedCall call{parameters})");
        body();
        writer.Close();
    }

    private void EmitReadingAndCalling(PublishedParameterModel[] arguments, Action calling)
    {
        EmitReading(arguments);
        writer.Line("if (call.IsRefused)").Indented("return default;");
        calling();
    }

    private void EmitReading(PublishedParameterModel[] arguments)
    {
        if (arguments.Length == 0)
        {
            writer.Line("call.ReadNoArguments();");
            return;
        }

        writer.Line("ref global::Busbar.JsonPayloadReader reader = ref call.Reader;");
        foreach (PublishedParameterModel argument in arguments)
            writer.Line($"{Variable(argument.Value!)} {argument.Local} = {Start(argument)};");
        if (arguments.Length == 1)
        {
            writer.Line("while (call.ReadArgument(out _))").Indented($"call.Accept({Read(arguments[0])});").Line();
            return;
        }

        writer.Open("while (call.ReadArgument(out int index))");
        writer.Line("call.Accept(index switch").Open();
        for (int i = 0; i < arguments.Length; i++)
            writer.Line($"{(i < arguments.Length - 1 ? i.ToString(CultureInfo.InvariantCulture) : "_")} => {Read(arguments[i])},");
        writer.Close("});").Close().Line();
    }

    private void EmitCalling(PublishedFunctionModel function)
    {
        if (function.Obsolete is not null)
            writer.Line("#pragma warning disable CS0612, CS0618 // obsolete, and published all the same");
        string target = function.IsStatic ? type : "target";
        string call = $"{target}.{function.Method}({string.Join(", ", function.Parameters.Select(Argument))})";
        switch (function.Form)
        {
            case PublishedResultForm.Awaited:
                writer.Line($"return Write{function.Stem}ResultAsync({call}, call.Result.Writer);");
                break;
            case PublishedResultForm.Streamed:
                writer.Line($"return Write{function.Stem}ItemsAsync({call}, call.Result, call.CancellationToken);");
                break;
            case PublishedResultForm.Direct when function.Result is null:
                writer.Line($"{call};").Line("call.Result.Writer.WriteNullValue();").Line("return default;");
                break;
            default:
                writer.Line(Write(function.Result!, call, "call.Result.Writer")).Line("return default;");
                break;
        }

        if (function.Obsolete is not null)
            writer.Line("#pragma warning restore CS0612, CS0618");
    }

    private void EmitWriting(PublishedFunctionModel function)
    {
        if (function.Form == PublishedResultForm.Direct)
            return;
        writer.Line().Line(Pooling);
        if (function.Form == PublishedResultForm.Awaited)
        {
            writer.Open($"private static async {Tasks}ValueTask Write{function.Stem}ResultAsync({function.ResultType} task, global::System.Text.Json.Utf8JsonWriter writer)");
            if (function.Result is null)
                writer.Line("await task.ConfigureAwait(false);").Line("writer.WriteNullValue();");
            else
                writer.Line(Write(function.Result, Awaited(function.Result), "writer"));
            writer.Close();
            return;
        }

        writer.Open($"private static async {Tasks}ValueTask Write{function.Stem}ItemsAsync({function.ResultType} items, global::Busbar.PublishedResult result, {Token} cancellationToken)");
        writer.Line("result.StartItems();");
        writer.Open($"await foreach ({Declared(function.Result!)} item in {Tasks}TaskAsyncEnumerableExtensions.WithCancellation(items, cancellationToken).ConfigureAwait(false))");
        writer.Line(Write(function.Result!, "item", "result.Writer"));
        writer.Line("await result.ItemWrittenAsync(cancellationToken).ConfigureAwait(false);").Close().Line();
        writer.Line("result.EndItems();").Close();
    }

    /// <summary>Or a truth value: what is read without a method of its own and is no text.</summary>
    private static bool IsNumber(PublishedParameterModel argument) => argument.Value!.Payload is { IsPlain: true };

    private static string Awaited(PublishedValue result) =>
        result.Payload is { Kind: PayloadKind.JsonElement, IsNullable: false } ? "(await task.ConfigureAwait(false))" : "await task.ConfigureAwait(false)";

    private static string Variable(PublishedValue value) => value.Payload is { } payload ? PayloadText.Variable(payload) : value.IsNullable ? value.Type + "?" : value.Type;

    private static string Declared(PublishedValue value) => value.Payload is { } payload ? PayloadText.Declared(payload) : Variable(value);

    private static string Start(PublishedParameterModel argument) => argument.Value!.Payload is { } payload
        ? PayloadText.Start(payload, argument.Default)
        : argument.Default is { } given && given != "null" ? given : argument.Value.IsNullable ? "null" : "default!";

    private string Read(PublishedParameterModel argument)
    {
        PublishedValue value = argument.Value!;
        if (value.Payload is { } payload)
            return readers.Assign(payload, argument.Local);
        return $"reader.TryRead<{Variable(value)}>({value.Context}.Default, isNullable: {Literals.Of(value.IsNullable)}, out {argument.Local})";
    }

    private string Write(PublishedValue value, string expression, string to)
    {
        if (value.Payload is { } payload)
            return writers.Write(payload, expression, to);
        return $"global::Busbar.JsonPayload.Write<{Variable(value)}>({to}, {expression}, {value.Context}.Default);";
    }

    private static string Argument(PublishedParameterModel parameter) => parameter.Role switch
    {
        PublishedParameterRole.Token => "call.CancellationToken",
        PublishedParameterRole.Service when parameter.IsRequired => $"call.Service<{parameter.Type}>({Literals.Of(parameter.Name)})",
        PublishedParameterRole.Service => $"call.ServiceOrNull<{parameter.Type}>()",
        _ => parameter.Local,
    };
}
