module.exports = require('../../script/lint/packageRules')(__dirname);
