module.exports = require('../../script/lint/packageRules.cjs')(__dirname);
