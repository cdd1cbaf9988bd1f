using System.Globalization;
using System.Text;
using Busbar.WebSockets.Tests.Support;

namespace Busbar.WebSockets.Tests.Session;

/// <content>Cases of text, closing and limits.</content>
internal sealed partial record AutobahnCase
{
    // 6.5 to 6.23, after Markus Kuhn's stress test: sequences that are UTF-8, the non-characters among them.
    private static readonly string[] Valid =
    [
        "CEBA", "CEBAE1BDB9", "CEBAE1BDB9CF83CEBCCEB5", "F09D84A1", "00", "C280", "E0A080", "F0908080", "7F", "DFBF", "EFBFBF", "F48FBFBF", "ED9FBF", "EE8080",
        "EFBFBD", "F48FBFBE", "EFBFBE", "EFB790", "F09FBFBE", "F3BFBFBF", "F1BFBFBE", "48656C6C6F2DC2B540C39FC3B6C3A4C3BCC3A0C3A12D5554462D382121",
    ];

    // Sequences that are not.
    private static readonly string[] Invalid =
    [
        "CE", "CEBAE1", "CEBAE1BD", "F88888808080", "FC8480808080", "F7BFBFBF", "FBBFBFBFBF", "FDBFBFBFBFBF", "F4908080", "80", "BF", "80BF", "80BF80BF80BF80",
        "C020", "C120", "DF20", "E020", "EF20EF20", "F020", "F820", "FC20", "C0", "E080", "F08080", "F8808080", "FC80808080", "DF", "EFBF", "F7BFBF", "FE", "FF",
        "FEFEFFFF", "C0AF", "E080AF", "F08080AF", "F8808080AF", "FC80808080AF", "C1BF", "E09FBF", "F08FBFBF", "F887BFBFBF", "FC83BFBFBFBF", "C080", "E08080",
        "F0808080", "F880808080", "FC8080808080", "EDA080", "EDADBF", "EDAE80", "EDAFBF", "EDB080", "EDBE80", "EDBFBF", "EDA080EDB080", "EDAFBFEDBFBF",
        "CEBAE1BDB9CF83CEBCCEB5EDA080656469746564", "CEBAE1BDB9CF83CEBCCEB5F4908080656469746564",
    ];

    private static IEnumerable<AutobahnCase> Utf8()
    {
        byte[] greek = Convert.FromHexString("CEBAE1BDB9CF83CEBCCEB5");
        yield return new("6.1.1", [TestFrame.Text(""), Done], ["text 0 ", "close 1000"]);
        yield return new("6.1.3", [TestFrame.Text("", false), TestFrame.More("middle", false), TestFrame.More("", true), Done], ["text 6 middle", "close 1000"]);
        yield return new("6.2.3", [.. Octetwise(greek), Done], [Echo(1, greek), "close 1000"]); // each octet a frame
        yield return new("6.3.2", [.. Octetwise(Convert.FromHexString("CEBAE1BDB9EDA080656469746564"))], ["close 1007"]);
        yield return new("6.4.1", [TestFrame.Text(greek, false), TestFrame.More([0xF4, 0x90, 0x80, 0x80], false), TestFrame.More("edited", true)], ["close 1007"]);
        yield return new("6.4.2", [TestFrame.Text([.. greek, 0xF4], false), TestFrame.More([0x90], false), TestFrame.More([0x80, 0x80], true)], ["close 1007"]);
        for (int i = 0; i < Valid.Length; i++)
            yield return new($"6.valid.{i}", [TestFrame.Text(Convert.FromHexString(Valid[i])), Done], [Echo(1, Convert.FromHexString(Valid[i])), "close 1000"]);
        for (int i = 0; i < Invalid.Length; i++)
            yield return new($"6.invalid.{i}", [TestFrame.Text(Convert.FromHexString(Invalid[i])), TestFrame.Ping()], ["close 1007"]);
    }

    private static IEnumerable<AutobahnCase> Closing()
    {
        TestFrame hello = TestFrame.Text("Hello World!");
        yield return new("7.1.1", [hello, Done], [Echo(1, hello.Payload), "close 1000"]);
        yield return new("7.1.2", [Done, Done], ["close 1000"]);
        yield return new("7.1.3", [Done, TestFrame.Ping("ping")], ["close 1000"]);
        yield return new("7.1.4", [Done, hello], ["close 1000"]);
        yield return new("7.1.5", [TestFrame.Text("fragment1", false), Done, TestFrame.More("fragment2", true)], ["close 1000"]);
        yield return new("7.3.1", [TestFrame.CloseRaw()], ["close"]);
        yield return new("7.3.2", [TestFrame.CloseRaw(0x03)], ["close 1002"]);
        yield return new("7.3.3", [TestFrame.Close(1000)], ["close 1000"]);
        yield return new("7.3.4", [TestFrame.Close(1000, "Hello World!")], ["close 1000"]);
        yield return new("7.3.5", [TestFrame.Close(1000, new string('*', 123))], ["close 1000"]);
        yield return new("7.3.6", [TestFrame.Close(1000, new string('*', 124))], ["close 1002"]);
        yield return new("7.5.1", [TestFrame.CloseRaw([0x03, 0xE8, 0xCE, 0xBA, 0xED, 0xA0, 0x80])], ["close 1007"]);
        foreach (int code in (int[])[1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999])
            yield return new(Numbered("7.7", code), [TestFrame.Close(code)], [Numbered("close ", code, "")]);
        foreach (int code in (int[])[0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535])
            yield return new(Numbered("7.9", code), [TestFrame.Close(code)], ["close 1002"]);
    }

    private static IEnumerable<AutobahnCase> Limits()
    {
        foreach (int size in (int[])[64 * 1024, 256 * 1024, 1024 * 1024])
        {
            byte[] text = Encoding.ASCII.GetBytes(new string('*', size));
            yield return new(Numbered("9.1", size), [TestFrame.Text(text), Done], [Echo(1, text), "close 1000"]);
            yield return new(Numbered("9.2", size), [TestFrame.Binary(text), Done], [Echo(2, text), "close 1000"]);
            yield return new(Numbered("9.3", size), [.. Fragments(1, text, 4096), Done], [Echo(1, text), "close 1000"]);
            yield return new(Numbered("9.4", size), [.. Fragments(2, text, 64 * 1024), Done], [Echo(2, text), "close 1000"]);
        }

        byte[] tooLong = new byte[(1024 * 1024) + 1];
        yield return new("9.toolong.1", [TestFrame.Binary(tooLong)], ["close 1009"]);
        yield return new("9.toolong.2", [.. Fragments(2, tooLong, 256 * 1024)], ["close 1009"]);
        byte[] automatic = Encoding.ASCII.GetBytes(new string('*', 65_536));
        yield return new("10.1.1", [.. Fragments(1, automatic, 1300), Done], [Echo(1, automatic), "close 1000"]);
    }

    private static IEnumerable<TestFrame> Octetwise(byte[] octets) => Fragments(1, octets, 1);

    private static IEnumerable<TestFrame> Fragments(int opcode, byte[] payload, int size) =>
        payload.Chunk(size).Select((part, i) => new TestFrame(i == 0 ? opcode : 0, part, IsFinal: (i + 1) * size >= payload.Length));

    private static string Numbered(string prefix, int number, string separator = ".") => string.Create(CultureInfo.InvariantCulture, $"{prefix}{separator}{number}");
}
