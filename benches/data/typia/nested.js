/* eslint-disable -- Unedited output of typia 12.2.1's generator; see README.md. */
import * as __typia_transform__validateReport from "typia/lib/internal/_validateReport";
import * as __typia_transform__createStandardSchema from "typia/lib/internal/_createStandardSchema";
import * as __typia_transform__jsonStringifyNumber from "typia/lib/internal/_jsonStringifyNumber";
import * as __typia_transform__jsonStringifyString from "typia/lib/internal/_jsonStringifyString";
export const is = (() => { const _io0 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.a && null !== input.a && _io1(input.a)); const _io1 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.b && null !== input.b && _io2(input.b)); const _io2 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.c && null !== input.c && _io3(input.c)); const _io3 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && "string" === typeof input.name && "boolean" === typeof input.ok; return (input) => "object" === typeof input && null !== input && _io0(input); })();
export const equals = (() => {
    const _io0 = (input, _exceptionable = true) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.a && null !== input.a && _io1(input.a, true && _exceptionable)) && (2 === Object.keys(input).length || Object.keys(input).every((key) => {
        if (["id", "a"].some((prop) => key === prop))
            return true;
        const value = input[key];
        if (undefined === value)
            return true;
        return false;
    }));
    const _io1 = (input, _exceptionable = true) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.b && null !== input.b && _io2(input.b, true && _exceptionable)) && (2 === Object.keys(input).length || Object.keys(input).every((key) => {
        if (["id", "b"].some((prop) => key === prop))
            return true;
        const value = input[key];
        if (undefined === value)
            return true;
        return false;
    }));
    const _io2 = (input, _exceptionable = true) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.c && null !== input.c && _io3(input.c, true && _exceptionable)) && (2 === Object.keys(input).length || Object.keys(input).every((key) => {
        if (["id", "c"].some((prop) => key === prop))
            return true;
        const value = input[key];
        if (undefined === value)
            return true;
        return false;
    }));
    const _io3 = (input, _exceptionable = true) => "number" === typeof input.id && Number.isFinite(input.id) && "string" === typeof input.name && "boolean" === typeof input.ok && (3 === Object.keys(input).length || Object.keys(input).every((key) => {
        if (["id", "name", "ok"].some((prop) => key === prop))
            return true;
        const value = input[key];
        if (undefined === value)
            return true;
        return false;
    }));
    return (input, _exceptionable = true) => "object" === typeof input && null !== input && _io0(input, true);
})();
export const clone = (() => {
    const _io0 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.a && null !== input.a && _io1(input.a));
    const _io1 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.b && null !== input.b && _io2(input.b));
    const _io2 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.c && null !== input.c && _io3(input.c));
    const _io3 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && "string" === typeof input.name && "boolean" === typeof input.ok;
    const _co0 = (input) => ({
        id: input.id,
        a: _co1(input.a)
    });
    const _co1 = (input) => ({
        id: input.id,
        b: _co2(input.b)
    });
    const _co2 = (input) => ({
        id: input.id,
        c: _co3(input.c)
    });
    const _co3 = (input) => ({
        id: input.id,
        name: input.name,
        ok: input.ok
    });
    const __is = (input) => "object" === typeof input && null !== input && _io0(input);
    const __clone = (input) => _co0(input);
    return (input) => {
        if (!__is(input))
            return null;
        return __clone(input);
    };
})();
export const prune = (() => {
    const _io0 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.a && null !== input.a && _io1(input.a));
    const _io1 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.b && null !== input.b && _io2(input.b));
    const _io2 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.c && null !== input.c && _io3(input.c));
    const _io3 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && "string" === typeof input.name && "boolean" === typeof input.ok;
    const _po0 = (input) => {
        if ("object" === typeof input.a && null !== input.a)
            _po1(input.a);
        for (const key of Object.keys(input)) {
            if ("id" === key || "a" === key)
                continue;
            delete input[key];
        }
    };
    const _po1 = (input) => {
        if ("object" === typeof input.b && null !== input.b)
            _po2(input.b);
        for (const key of Object.keys(input)) {
            if ("id" === key || "b" === key)
                continue;
            delete input[key];
        }
    };
    const _po2 = (input) => {
        if ("object" === typeof input.c && null !== input.c)
            _po3(input.c);
        for (const key of Object.keys(input)) {
            if ("id" === key || "c" === key)
                continue;
            delete input[key];
        }
    };
    const _po3 = (input) => {
        for (const key of Object.keys(input)) {
            if ("id" === key || "name" === key || "ok" === key)
                continue;
            delete input[key];
        }
    };
    const __is = (input) => "object" === typeof input && null !== input && _io0(input);
    const __prune = (input) => {
        if ("object" === typeof input && null !== input)
            _po0(input);
    };
    return (input) => {
        if (false == __is(input))
            return false;
        __prune(input);
        return true;
    };
})();
export const validate = (() => {
    const _io0 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.a && null !== input.a && _io1(input.a));
    const _io1 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.b && null !== input.b && _io2(input.b));
    const _io2 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && ("object" === typeof input.c && null !== input.c && _io3(input.c));
    const _io3 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && "string" === typeof input.name && "boolean" === typeof input.ok;
    const _vo0 = (input, _path, _exceptionable = true) => ["number" === typeof input.id && Number.isFinite(input.id) || _report(_exceptionable, {
            path: _path + ".id",
            expected: "number",
            value: input.id
        }), ("object" === typeof input.a && null !== input.a || _report(_exceptionable, {
            path: _path + ".a",
            expected: "__type",
            value: input.a
        })) && _vo1(input.a, _path + ".a", true && _exceptionable) || _report(_exceptionable, {
            path: _path + ".a",
            expected: "__type",
            value: input.a
        })].every((flag) => flag);
    const _vo1 = (input, _path, _exceptionable = true) => ["number" === typeof input.id && Number.isFinite(input.id) || _report(_exceptionable, {
            path: _path + ".id",
            expected: "number",
            value: input.id
        }), ("object" === typeof input.b && null !== input.b || _report(_exceptionable, {
            path: _path + ".b",
            expected: "__type.o1",
            value: input.b
        })) && _vo2(input.b, _path + ".b", true && _exceptionable) || _report(_exceptionable, {
            path: _path + ".b",
            expected: "__type.o1",
            value: input.b
        })].every((flag) => flag);
    const _vo2 = (input, _path, _exceptionable = true) => ["number" === typeof input.id && Number.isFinite(input.id) || _report(_exceptionable, {
            path: _path + ".id",
            expected: "number",
            value: input.id
        }), ("object" === typeof input.c && null !== input.c || _report(_exceptionable, {
            path: _path + ".c",
            expected: "__type.o2",
            value: input.c
        })) && _vo3(input.c, _path + ".c", true && _exceptionable) || _report(_exceptionable, {
            path: _path + ".c",
            expected: "__type.o2",
            value: input.c
        })].every((flag) => flag);
    const _vo3 = (input, _path, _exceptionable = true) => ["number" === typeof input.id && Number.isFinite(input.id) || _report(_exceptionable, {
            path: _path + ".id",
            expected: "number",
            value: input.id
        }), "string" === typeof input.name || _report(_exceptionable, {
            path: _path + ".name",
            expected: "string",
            value: input.name
        }), "boolean" === typeof input.ok || _report(_exceptionable, {
            path: _path + ".ok",
            expected: "boolean",
            value: input.ok
        })].every((flag) => flag);
    const __is = (input) => "object" === typeof input && null !== input && _io0(input);
    let errors;
    let _report;
    return __typia_transform__createStandardSchema._createStandardSchema((input) => {
        if (false === __is(input)) {
            errors = [];
            _report = __typia_transform__validateReport._validateReport(errors);
            ((input, _path, _exceptionable = true) => ("object" === typeof input && null !== input || _report(true, {
                path: _path + "",
                expected: "Nested",
                value: input
            })) && _vo0(input, _path + "", true) || _report(true, {
                path: _path + "",
                expected: "Nested",
                value: input
            }))(input, "$input", true);
            const success = 0 === errors.length;
            return success ? {
                success,
                data: input
            } : {
                success,
                errors,
                data: input
            };
        }
        return {
            success: true,
            data: input
        };
    });
})();
export const stringify = (() => { const _so0 = (input) => `{"id":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.id))},"a":${_so1(input.a)}}`; const _so1 = (input) => `{"id":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.id))},"b":${_so2(input.b)}}`; const _so2 = (input) => `{"id":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.id))},"c":${_so3(input.c)}}`; const _so3 = (input) => `{"id":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.id))},"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)},"ok":${String(input.ok)}}`; const _io1 = (input) => "number" === typeof input.id && ("object" === typeof input.b && null !== input.b && _io2(input.b)); const _io2 = (input) => "number" === typeof input.id && ("object" === typeof input.c && null !== input.c && _io3(input.c)); const _io3 = (input) => "number" === typeof input.id && "string" === typeof input.name && "boolean" === typeof input.ok; return (input) => _so0(input); })();
