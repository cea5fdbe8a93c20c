/* eslint-disable -- Unedited output of typia 12.2.1's generator; see README.md. */
import * as __typia_transform__validateReport from "typia/lib/internal/_validateReport";
import * as __typia_transform__createStandardSchema from "typia/lib/internal/_createStandardSchema";
import * as __typia_transform__jsonStringifyString from "typia/lib/internal/_jsonStringifyString";
import * as __typia_transform__jsonStringifyNumber from "typia/lib/internal/_jsonStringifyNumber";
export const is = (() => { const _io0 = (input) => "string" === typeof input.name && (1 <= input.name.length && input.name.length <= 100) && ("number" === typeof input.age && (true && input.age % 1 === 0 && 0 <= input.age && input.age <= 150)) && ("number" === typeof input.score && (0 <= input.score && input.score <= 1)) && ("string" === typeof input.code && RegExp("^[A-Z]{3}-[0-9]{4}$").test(input.code)) && (Array.isArray(input.tags) && (1 <= input.tags.length && input.tags.length <= 10 && input.tags.every((elem) => "string" === typeof elem && 1 <= elem.length))); return (input) => "object" === typeof input && null !== input && _io0(input); })();
export const equals = (() => {
    const _io0 = (input, _exceptionable = true) => "string" === typeof input.name && (1 <= input.name.length && input.name.length <= 100) && ("number" === typeof input.age && (true && input.age % 1 === 0 && 0 <= input.age && input.age <= 150)) && ("number" === typeof input.score && (0 <= input.score && input.score <= 1)) && ("string" === typeof input.code && RegExp("^[A-Z]{3}-[0-9]{4}$").test(input.code)) && (Array.isArray(input.tags) && (1 <= input.tags.length && input.tags.length <= 10 && input.tags.every((elem, _index1) => "string" === typeof elem && 1 <= elem.length))) && (5 === Object.keys(input).length || Object.keys(input).every((key) => {
        if (["name", "age", "score", "code", "tags"].some((prop) => key === prop))
            return true;
        const value = input[key];
        if (undefined === value)
            return true;
        return false;
    }));
    return (input, _exceptionable = true) => "object" === typeof input && null !== input && _io0(input, true);
})();
export const clone = (() => {
    const _cp0 = (input) => input.map((elem) => elem);
    const _io0 = (input) => "string" === typeof input.name && (1 <= input.name.length && input.name.length <= 100) && ("number" === typeof input.age && (true && input.age % 1 === 0 && 0 <= input.age && input.age <= 150)) && ("number" === typeof input.score && (0 <= input.score && input.score <= 1)) && ("string" === typeof input.code && RegExp("^[A-Z]{3}-[0-9]{4}$").test(input.code)) && (Array.isArray(input.tags) && (1 <= input.tags.length && input.tags.length <= 10 && input.tags.every((elem) => "string" === typeof elem && 1 <= elem.length)));
    const _co0 = (input) => ({
        name: input.name,
        age: input.age,
        score: input.score,
        code: input.code,
        tags: _cp0(input.tags)
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
    const _io0 = (input) => "string" === typeof input.name && (1 <= input.name.length && input.name.length <= 100) && ("number" === typeof input.age && (true && input.age % 1 === 0 && 0 <= input.age && input.age <= 150)) && ("number" === typeof input.score && (0 <= input.score && input.score <= 1)) && ("string" === typeof input.code && RegExp("^[A-Z]{3}-[0-9]{4}$").test(input.code)) && (Array.isArray(input.tags) && (1 <= input.tags.length && input.tags.length <= 10 && input.tags.every((elem) => "string" === typeof elem && 1 <= elem.length)));
    const _po0 = (input) => {
        for (const key of Object.keys(input)) {
            if ("name" === key || "age" === key || "score" === key || "code" === key || "tags" === key)
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
    const _io0 = (input) => "string" === typeof input.name && (1 <= input.name.length && input.name.length <= 100) && ("number" === typeof input.age && (true && input.age % 1 === 0 && 0 <= input.age && input.age <= 150)) && ("number" === typeof input.score && (0 <= input.score && input.score <= 1)) && ("string" === typeof input.code && RegExp("^[A-Z]{3}-[0-9]{4}$").test(input.code)) && (Array.isArray(input.tags) && (1 <= input.tags.length && input.tags.length <= 10 && input.tags.every((elem) => "string" === typeof elem && 1 <= elem.length)));
    const _vo0 = (input, _path, _exceptionable = true) => ["string" === typeof input.name && (1 <= input.name.length || _report(_exceptionable, {
            path: _path + ".name",
            expected: "string & MinLength<1>",
            value: input.name
        })) && (input.name.length <= 100 || _report(_exceptionable, {
            path: _path + ".name",
            expected: "string & MaxLength<100>",
            value: input.name
        })) || _report(_exceptionable, {
            path: _path + ".name",
            expected: "(string & MinLength<1> & MaxLength<100>)",
            value: input.name
        }), "number" === typeof input.age && (true || _report(_exceptionable, {
            path: _path + ".age",
            expected: "number & Type<\"double\">",
            value: input.age
        })) && (input.age % 1 === 0 || _report(_exceptionable, {
            path: _path + ".age",
            expected: "number & MultipleOf<1>",
            value: input.age
        })) && (0 <= input.age || _report(_exceptionable, {
            path: _path + ".age",
            expected: "number & Minimum<0>",
            value: input.age
        })) && (input.age <= 150 || _report(_exceptionable, {
            path: _path + ".age",
            expected: "number & Maximum<150>",
            value: input.age
        })) || _report(_exceptionable, {
            path: _path + ".age",
            expected: "(number & Type<\"double\"> & MultipleOf<1> & Minimum<0> & Maximum<150>)",
            value: input.age
        }), "number" === typeof input.score && (0 <= input.score || _report(_exceptionable, {
            path: _path + ".score",
            expected: "number & Minimum<0>",
            value: input.score
        })) && (input.score <= 1 || _report(_exceptionable, {
            path: _path + ".score",
            expected: "number & Maximum<1>",
            value: input.score
        })) || _report(_exceptionable, {
            path: _path + ".score",
            expected: "(number & Minimum<0> & Maximum<1>)",
            value: input.score
        }), "string" === typeof input.code && (RegExp("^[A-Z]{3}-[0-9]{4}$").test(input.code) || _report(_exceptionable, {
            path: _path + ".code",
            expected: "string & Pattern<\"^[A-Z]{3}-[0-9]{4}$\">",
            value: input.code
        })) || _report(_exceptionable, {
            path: _path + ".code",
            expected: "(string & Pattern<\"^[A-Z]{3}-[0-9]{4}$\">)",
            value: input.code
        }), (Array.isArray(input.tags) || _report(_exceptionable, {
            path: _path + ".tags",
            expected: "(Array<string & MinLength<1>> & MinItems<1> & MaxItems<10>)",
            value: input.tags
        })) && ((1 <= input.tags.length || _report(_exceptionable, {
            path: _path + ".tags",
            expected: "Array<> & MinItems<1>",
            value: input.tags
        })) && (input.tags.length <= 10 || _report(_exceptionable, {
            path: _path + ".tags",
            expected: "Array<> & MaxItems<10>",
            value: input.tags
        })) && input.tags.map((elem, _index2) => "string" === typeof elem && (1 <= elem.length || _report(_exceptionable, {
            path: _path + ".tags[" + _index2 + "]",
            expected: "string & MinLength<1>",
            value: elem
        })) || _report(_exceptionable, {
            path: _path + ".tags[" + _index2 + "]",
            expected: "(string & MinLength<1>)",
            value: elem
        })).every((flag) => flag)) || _report(_exceptionable, {
            path: _path + ".tags",
            expected: "(Array<string & MinLength<1>> & MinItems<1> & MaxItems<10>)",
            value: input.tags
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
                expected: "Constrained",
                value: input
            })) && _vo0(input, _path + "", true) || _report(true, {
                path: _path + "",
                expected: "Constrained",
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
export const stringify = (() => { const _so0 = (input) => `{"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)},"age":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.age))},"score":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.score))},"code":${__typia_transform__jsonStringifyString._jsonStringifyString(input.code)},"tags":${`[${input.tags.map((elem) => __typia_transform__jsonStringifyString._jsonStringifyString(elem)).join(",")}]`}}`; return (input) => _so0(input); })();
